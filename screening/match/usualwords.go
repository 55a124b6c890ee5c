package match

import "sync"

// usualWords are words that companies and ships all over the world like to be called
// by, however rare they are on the lists: that two names share one tells little.
var usualWords = sync.OnceValue(func() wordSet {
	return newWordSet(`alpha beta gamma delta omega sigma theta kappa lambda zeta epsilon omicron
	star stars sun moon sky earth world planet globe galaxy universe cosmos orbit solar lunar stella nova aurora eclipse comet meteor
	ocean oceanic sea seas marine pacific atlantic baltic nordic arctic polar mediterranean caspian bay gulf coast island river lake wave waves
	eagle falcon hawk lion tiger bear wolf fox horse bull dragon phoenix dolphin whale swan bird panther leopard jaguar cobra
	gold golden silver diamond pearl crystal emerald ruby sapphire jade coral amber platinum titanium iron stone rock granite
	blue green red white black grey gray orange purple violet rose lily orchid lotus flower garden forest tree oak cedar palm pine maple
	king queen prince princess royal imperial emperor crown castle palace lord lady knight noble regal majestic
	alliance allied union unity harmony liberty freedom victory triumph glory pride honor honour faith hope grace spirit dream fortune lucky peace
	first prime premier superior supreme ultra super mega max maxi plus pro elite top best grand great big major master champion leader ace hero
	pioneer explorer voyager navigator discovery adventure venture enterprise frontier horizon vision future next modern progress advance advanced
	smart quick fast rapid express swift speed dynamic dynamics power force energy fusion fission vector matrix quantum atom neo meta
	north south east west northern southern eastern western orient oriental central midland summit peak mountain hill valley plain bridge gate gateway
	light bright clear pure fresh clean natural nature eco bio life vital health care home family friend trust solid secure safe shield guardian sentinel
	digital cyber net web cloud data info soft micro nano macro pixel logic code link connect interface array storage focus edge core apex zenith vertex axis pivot
	global universal continental trans inter omni pan poly multi mono uni total complete perfect ideal optimal optimum
	spring summer autumn winter morning evening dawn sunrise sunset day night breeze wind storm thunder lightning rainbow fire flame
	capital credit leverage wealth asset value growth profit equity mutual fidelity integrity genesis legacy heritage classic century millennium
	atlas titan apollo mercury venus mars jupiter saturn neptune pluto hercules hermes athena orion pegasus olympus olympic trident argo
	sailor captain admiral trader carrier runner racer hunter ranger rider scout
	impact synergy catalyst momentum velocity infinity eternity eternal forever paradise eden oasis
	maria marina elena anna sofia victoria alexander george michael peter john paul nikola saint san santa`)
})
